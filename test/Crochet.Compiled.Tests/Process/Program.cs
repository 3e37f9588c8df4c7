namespace Crochet.Tests.Process;

/// <summary>This assembly as a program: what a process does that has nothing but compiled proxies.</summary>
internal static class Program
{
    public const string WithoutRunTimeProxies = "without";

    private static void Main(string[] arguments)
    {
        if (arguments is [WithoutRunTimeProxies])
        {
            AppContext.SetSwitch("Crochet.RunTimeProxies", false);
            Console.WriteLine(CompiledScenario.Refuse());
        }

        Console.WriteLine(CompiledScenario.Run());
    }
}
