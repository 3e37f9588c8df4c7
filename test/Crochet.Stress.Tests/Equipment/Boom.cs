namespace Crochet.Stress;

/// <summary>What implementations throw here.</summary>
internal sealed class Boom(string message = "boom") : Exception(message);
