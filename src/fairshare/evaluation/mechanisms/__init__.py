"""What a mechanism makes of a simulated Union: scores, the league of mechanisms, what decides it, how well runs fit."""
