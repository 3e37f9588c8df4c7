using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Crochet.Generated;

/// <summary>What the generator wrote for one interface. For generated code alone; it may change with any version.</summary>
/// <param name="contract">
/// The interface, which a trimmed program keeps whole. It is said here and not on the assembly, where no warning of the trimmer can be
/// silenced alone.
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ProxyPlan([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type contract)
{
    /// <summary>The interface.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    public Type Contract { get; } = contract;

    /// <summary>The interface's members, for the proxies of one loop or one registration.</summary>
    /// <param name="source">Gives each member.</param>
    public abstract object CreateMembers(MemberSource source);

    /// <summary>A proxy of an implementation.</summary>
    /// <param name="members">What <see cref="CreateMembers"/> gave.</param>
    /// <param name="target">The implementation.</param>
    public abstract CompiledProxy Create(object members, object target);

    /// <summary>A proxy of a thread-bound object, which can always be disposed of.</summary>
    /// <param name="members">What <see cref="CreateMembers"/> gave.</param>
    /// <param name="target">What stands for the object.</param>
    public abstract CompiledProxy CreateThreadBound(object members, object target);
}
