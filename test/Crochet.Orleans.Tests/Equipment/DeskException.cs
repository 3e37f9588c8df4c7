namespace Crochet.Tests;

/// <summary>One that no other process can make.</summary>
public sealed class DeskException(string message) : Exception(message);
