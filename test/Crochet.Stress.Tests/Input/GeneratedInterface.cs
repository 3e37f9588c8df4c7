using System.Reflection;

namespace Crochet.Stress.Input;

/// <summary>An interface that nobody wrote, and a class that implements it.</summary>
internal sealed record GeneratedInterface(Type Interface, Type Implementation, string Description)
{
    public IEnumerable<MethodInfo> Methods => Interface.GetMethods();
}
