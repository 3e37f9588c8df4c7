namespace Crochet.Registration;

/// <summary>Asks a service that is registered for any key for the implementation behind its proxy.</summary>
internal sealed record ImplementationKey(object? Key);
