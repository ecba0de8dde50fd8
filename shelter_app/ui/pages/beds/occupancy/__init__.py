"""How full the house was over a period: by month, shelter, room, bed, and where those went who left."""
