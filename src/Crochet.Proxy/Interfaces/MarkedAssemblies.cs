using System.Collections.Concurrent;
using System.Reflection;

namespace Crochet.Interfaces;

/// <summary>Tells quickly which types cannot carry Crochet's attributes, so that a container's hundreds of others cost nothing.</summary>
internal static class MarkedAssemblies
{
    private static readonly ConcurrentDictionary<Assembly, bool> _known = new();

    // Read once: it is made anew each time that it is asked for.
    private static readonly string _own = typeof(WaitForAttribute).Assembly.GetName().Name!;

    public static bool MayMark(Type type) => MayMark(type.Assembly);

    public static bool MayMark(Assembly assembly) =>
        _known.GetOrAdd(assembly, static assembly => assembly.IsDynamic || References(assembly));

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
