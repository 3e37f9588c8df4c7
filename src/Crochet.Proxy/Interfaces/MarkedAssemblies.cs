using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Interception;

namespace Crochet.Interfaces;

/// <summary>Tells quickly which types cannot carry Crochet's attributes, so that a container's hundreds of others cost nothing.</summary>
internal static class MarkedAssemblies
{
    private static readonly ConcurrentDictionary<Assembly, bool> _known = new();

    // Read once: it is made anew each time that it is asked for.
    private static readonly string _own = typeof(WaitForAttribute).Assembly.GetName().Name!;

    public static bool MayMark(Type type) => MayMark(type.Assembly);

    /// <summary>True where that cannot be told: the references of a trimmed assembly may be gone.</summary>
    public static bool MayMark(Assembly assembly)
    {
        if (RunTimeProxies.AreEnabled)
            return RefersToCrochet(assembly);
        return true;
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason)]
    private static bool RefersToCrochet(Assembly assembly) =>
        _known.GetOrAdd(assembly, static assembly => assembly.IsDynamic || References(assembly));

    [RequiresUnreferencedCode(RunTimeProxies.Reason)]
    private static bool References(Assembly assembly)
    {
        if (assembly == typeof(WaitForAttribute).Assembly)
            return true;
        foreach (var name in assembly.GetReferencedAssemblies())
        {
            if (name.Name == _own)
                return true;
        }

        return false;
    }
}
