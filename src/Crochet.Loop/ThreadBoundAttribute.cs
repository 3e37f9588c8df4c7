namespace Crochet;

/// <summary>
/// On a class: its instances belong to their loop's thread. The loop makes each of them, calls it and disposes of it there, however a
/// container is told of the class. An instance that was made elsewhere is refused, as CRO021.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ThreadBoundAttribute : Attribute;
