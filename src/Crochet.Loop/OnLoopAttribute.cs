namespace Crochet;

/// <summary>
/// On an interface: its calls run in the container's loop, or group of loops, of this name. A registration that names a loop itself wins. A
/// proxy made without a container runs in the loop that it is given.
/// </summary>
/// <param name="name">The name that the loop or group was added with. A name that was not added is reported as CRO018.</param>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class OnLoopAttribute(string name) : Attribute
{
    /// <summary>The name of the loop or group, as it was given.</summary>
    public string Name { get; } = name;
}
