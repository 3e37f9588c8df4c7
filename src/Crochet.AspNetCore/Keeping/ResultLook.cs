namespace Crochet.Keeping;

/// <summary>A kept result at one moment.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Call">What was called.</param>
/// <param name="Status">How far it had come.</param>
/// <param name="Progress">What the call had last reported, with its declared type.</param>
/// <param name="Value">The value, of a call that has succeeded.</param>
/// <param name="ValueType">The value's declared type; null where there is none to have.</param>
/// <param name="Failure">Of a call that has failed.</param>
internal readonly record struct ResultLook(
    string Id, string Call, CrochetResultStatus Status, (object? Value, Type Type)? Progress, object? Value, Type? ValueType,
    Failure? Failure)
{
    public bool HasEnded => Status >= CrochetResultStatus.Succeeded;
}
