using System.Collections.Concurrent;
using System.Reflection;

namespace Crochet.Interfaces;

/// <summary>Tells quickly which types cannot carry Crochet's attributes, so that a container's hundreds of others cost nothing.</summary>
internal static class MarkedAssemblies
{
    private static readonly ConcurrentDictionary<Assembly, bool> _known = new();

    public static bool MayMark(Type type) => _known.GetOrAdd(type.Assembly, static assembly => assembly.IsDynamic || References(assembly));

    private static bool References(Assembly assembly)
    {
        var own = typeof(WaitForAttribute).Assembly;
        return assembly == own || assembly.GetReferencedAssemblies().Any(name => name.Name == own.GetName().Name);
    }
}
