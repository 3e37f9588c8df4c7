using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Crochet.Interfaces;

/// <summary>An interface, or one that it inherits, with the members that it declares itself.</summary>
internal sealed class AncestorInterface([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type)
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    public Type Type { get; } = type;

    public bool Inherits(Type ancestor) => Array.IndexOf(Type.GetInterfaces(), ancestor) >= 0;

    public IReadOnlyList<PropertyInfo> Properties => Type.GetProperties(Declared);

    public IReadOnlyList<EventInfo> Events => Type.GetEvents(Declared);

    public IReadOnlyList<MethodInfo> Methods => Type.GetMethods(Declared);

    public IReadOnlyList<MethodInfo> StaticMethods =>
        Type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);

    /// <summary>
    /// The interface and all that it inherits; a derived interface inherits more than its bases do, and comes before them.
    /// </summary>
    public static IReadOnlyList<AncestorInterface> LineageOf(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type)
    {
        var inherited = type.GetInterfaces();
        return inherited.Length == 0 ? [new(type)] : [new(type), .. InOrder(inherited)];
    }

    private static IEnumerable<AncestorInterface> InOrder(Type[] inherited) =>
        inherited.Select(OfInherited).OrderByDescending(static ancestor => ancestor.Type.GetInterfaces().Length);

    [UnconditionalSuppressMessage("Trimming", "IL2067",
        Justification = "An interface that is kept whole is kept with all the interfaces that it inherits, and they are whole too.")]
    private static AncestorInterface OfInherited(Type inherited) => new(inherited);
}
