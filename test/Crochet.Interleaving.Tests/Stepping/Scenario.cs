namespace Crochet.Stepping;

/// <summary>What some threads do, and what must hold when all have ended.</summary>
internal sealed record Scenario(Action Check, params Action[] Sides);
