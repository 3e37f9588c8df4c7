namespace Crochet.Analyzers.Generation;

/// <summary>All that the text of one proxy depends on. Types are as the text writes them.</summary>
/// <param name="Name">The generated class, and its file.</param>
/// <param name="Contract">The interface.</param>
/// <param name="ContractName">The interface, as messages name it.</param>
/// <param name="Implementation">The only class that the proxy serves; null where it serves all that implement the interface.</param>
/// <param name="AddsDispose">Whether the interface has DisposeAsync and no Dispose.</param>
/// <param name="IsUnsafe">Whether the project allows pointers, and the interface has some.</param>
/// <param name="IsObsolete">Whether the interface has what only obsolete code may use.</param>
/// <param name="TrustsNullness">Whether the interface, or the class, knows more of nulls than the compiler sees in the text.</param>
/// <param name="Silenced">The warnings that the interface's own oddities would give again.</param>
/// <param name="Known">What is told of types before the members are made.</param>
/// <param name="Callbacks">The classes that stand for objects of callbacks.</param>
/// <param name="Members">The members, in the interface's order.</param>
internal sealed record ProxyModel(
    string Name, string Contract, string ContractName, string? Implementation, bool AddsDispose, bool IsUnsafe,
        bool IsObsolete, bool TrustsNullness, EquatableArray<string> Silenced,
    EquatableArray<string> Known, EquatableArray<CallbackModel> Callbacks, EquatableArray<MemberModel> Members);
