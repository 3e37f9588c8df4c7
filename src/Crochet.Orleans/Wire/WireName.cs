using Crochet.Interfaces;

namespace Crochet.Wire;

/// <summary>
/// The names that interfaces and members go by between processes: with namespaces and types, without assemblies and their versions.
/// </summary>
internal static class WireName
{
    public static string Of(InterfaceDescription contract) => contract.Type.ToString();

    /// <summary>
    /// Where a parameter or the value changes its type, the name changes: such a member is another one, and never called by mistake. How
    /// the value comes, plain or in a task, is the caller's own affair.
    /// </summary>
    public static string Of(Member member) =>
        $"{NameOf(member)}({string.Join(',', member.Parameters.Select(static one => one.ParameterType))}):{member.Return.Value}";

    /// <summary>A member's name without its types.</summary>
    public static string Plain(string member) => member.Split('(')[0];

    private static string NameOf(Member member) => $"{member.Method.DeclaringType}.{member.Method.Name}";
}
