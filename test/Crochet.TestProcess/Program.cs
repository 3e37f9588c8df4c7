using System.Reflection;
using System.Runtime.InteropServices;

namespace Crochet.Scenarios;

/// <summary>Runs the scenario that its argument names ("ExitScenarios.ReturnFromMain") and returns the exit code it gives.</summary>
internal static class Program
{
    private const int Interrupt = 2;

    private static int Main(string[] arguments)
    {
        HearInterrupts();
        var name = arguments[0].Split('.');
        var scenario = typeof(Program).Assembly.GetType($"{typeof(Program).Namespace}.{name[0]}", throwOnError: true)!
            .GetMethod(name[1], BindingFlags.Static | BindingFlags.Public)!;
        return scenario.CreateDelegate<Func<int>>()();
    }

    // A shell that starts the test run in the background makes it, and all that it starts, deaf to Ctrl-C.
    private static void HearInterrupts()
    {
        if (!OperatingSystem.IsWindows())
            SetHandler(Interrupt, handler: 0);
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetHandler(int signal, nint handler);
}
