using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;

namespace Crochet.Interfaces;

/// <summary>Finds what carries the attributes of an accessor: its property or its event.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason)]
internal static class AccessorOwner
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static PropertyInfo? PropertyOf(MethodInfo method) => !method.IsSpecialName
        ? null
        : method.DeclaringType!.GetProperties(Declared).FirstOrDefault(property => property.GetAccessors(nonPublic: true).Contains(method));

    public static EventInfo? EventOf(MethodInfo method) => !method.IsSpecialName
        ? null
        : method.DeclaringType!.GetEvents(Declared).FirstOrDefault(@event => @event.AddMethod == method || @event.RemoveMethod == method);
}
