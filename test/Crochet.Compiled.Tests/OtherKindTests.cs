using Crochet.Interception;
using Crochet.Tests.Proxies;

namespace Crochet.Tests;

/// <summary>Looks after all tests have run whether they called compiled proxies, as they are here to do.</summary>
[TestClass]
public sealed class OtherKindTests
{
    // A private class and a struct of the same shape have no compiled proxy, and are called through the other kind.
    private static readonly Type[] _uncompiled = [typeof(InterfaceTests.IGreeter)];

    [AssemblyCleanup]
    public static void Proxies_MadeAtRunTime_AreOfWhatCannotBeCompiledAlone()
    {
        var made = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.IsDynamic)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(ProxyBase)))
            .SelectMany(type => type.GetInterfaces())
            .Where(type => type.Assembly == typeof(OtherKindTests).Assembly);

        CollectionAssert.IsSubsetOf(made.ToList(), _uncompiled, "Tests called proxies made at run time: name their pairs in Pairs.cs.");
    }
}
