namespace Crochet.Analyzers.Generation;

/// <summary>One member of a proxy.</summary>
/// <param name="Declaration">
/// Its head: "int global::IOrders.Count(string name)", "event global::System.Action global::IOrders.Changed".
/// </param>
/// <param name="Accessors">Its bodies; a method has one, without a keyword.</param>
internal sealed record MemberModel(string Declaration, EquatableArray<AccessorModel> Accessors);
