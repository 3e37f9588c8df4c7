namespace Crochet.Analyzers.Generation;

/// <summary>A class that stands in the loop for objects of an interface that are given as callbacks.</summary>
/// <param name="Name">The class.</param>
/// <param name="Contract">The interface.</param>
/// <param name="Prefix">What the names of its fields begin with.</param>
/// <param name="Methods">What each of its fields is made of: the return type, and the parameters' types.</param>
/// <param name="Members">Its members.</param>
internal sealed record CallbackModel(
    string Name, string Contract, string Prefix, EquatableArray<string> Methods, EquatableArray<MemberModel> Members);
