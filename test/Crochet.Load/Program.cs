using System.Globalization;

namespace Crochet.Load;

/// <summary>
/// What is too long or too heavy for the tests. "random [minutes [seed]]": see <see cref="RandomLoad"/>. "stop [NotReadyDelay in seconds]":
/// see <see cref="StopUnderLoad"/>. Exit code 1: something was lost.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments) => arguments switch
    {
        ["random", ..] => RandomLoad.Run(
            arguments.Length > 1 ? Number(arguments[1]) : 10, arguments.Length > 2 ? (int)Number(arguments[2]) : Random.Shared.Next()),
        ["stop"] => await StopUnderLoad.RunAsync(TimeSpan.FromSeconds(1)),
        ["stop", var delay] => await StopUnderLoad.RunAsync(TimeSpan.FromSeconds(Number(delay))),
        ["serve", var delay] => await Server.RunAsync(TimeSpan.FromSeconds(Number(delay))),
        _ => throw new ArgumentException("Say \"random [minutes [seed]]\" or \"stop [seconds]\"."),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
