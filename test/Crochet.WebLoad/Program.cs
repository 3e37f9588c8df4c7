namespace Crochet.WebLoad;

/// <summary>
/// Load for results over HTTP, and what a watched page costs. Not one of the tests: it takes minutes, and its figures want a quiet machine.
/// </summary>
internal static class Program
{
    private const string Usage = """
        visitors [count] [seconds]   visitors poll, follow and delete; the server gets a SIGTERM in the middle, and another takes its place
        watch [rounds]               what a page that somebody watches costs the loop
        """;

    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["serve", var address]:
                await LoadServer.RunAsync(address);
                return 0;
            case ["visitors", .. var rest]:
                return await new LoadRun(NumberAt(rest, 0, 2_000), TimeSpan.FromSeconds(NumberAt(rest, 1, 60))).RunAsync() ? 0 : 1;
            case ["watch", .. var rest]:
                await WatchedPage.MeasureAsync(NumberAt(rest, 0, 20));
                return 0;
            default:
                Console.WriteLine(Usage);
                return 2;
        }
    }

    private static int NumberAt(string[] args, int index, int otherwise) =>
        index < args.Length ? int.Parse(args[index], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
}
