namespace Crochet;

/// <summary>
/// The interface's proxy is written by the compiler, in a project that references Crochet.Proxy, instead of being made at run time:
/// its first call comes sooner,
/// each call allocates less, and it works where no code can be generated (NativeAOT). It behaves as the other one does.
/// </summary>
/// <remarks>
/// On an interface, the proxy serves every implementation that implements the interface. On an assembly it is written for a pair,
/// whose implementation may also
/// have the matching methods alone; this is the way for interfaces of other assemblies, and for each closed type of a generic
/// interface. What cannot be written
/// is reported as CRO025.
/// </remarks>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GenerateProxyAttribute : Attribute
{
    /// <summary>On an interface.</summary>
    public GenerateProxyAttribute()
    {
    }

    /// <summary>On an assembly, for a pair.</summary>
    /// <param name="interface">The interface, or a closed type of a generic one.</param>
    /// <param name="implementation">The class that does its work.</param>
    public GenerateProxyAttribute(Type @interface, Type implementation)
    {
        Interface = @interface;
        Implementation = implementation;
    }

    /// <summary>The interface of a pair; null on an interface itself.</summary>
    public Type? Interface { get; }

    /// <summary>The implementation of a pair; null on an interface itself.</summary>
    public Type? Implementation { get; }
}
