using System.Reflection;

namespace Crochet.Analyzers.Tests.Generation;

/// <summary>
/// The text of generated proxies, held against files. With CROCHET_WRITE_SNAPSHOTS=1 in the environment a wanted change is written
/// to them.
/// </summary>
[TestClass]
public sealed class SnapshotTests
{
    private static readonly string _folder = Path.Combine(
        typeof(SnapshotTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "test", "Crochet.Analyzers.Tests", "Generation", "Snapshots");

    [TestMethod]
    public async Task Interface_OfManyMembers() => await IsAsync("Shop_IOrders", """
        namespace Shop;

        public sealed record Order(int Id);

        [GenerateProxy]
        public interface IOrders : IAsyncDisposable
        {
            [WaitFor(seconds: 5)]
            Order? Find(int id);

            [WaitFor(seconds: 5)]
            Task SaveAsync(Order order, CancellationToken cancellationToken);

            [RunInReactor]
            EventualResult<int> Count(string? name);

            [WaitFor(seconds: 5)]
            bool TryTake(ref int id, out string? text);

            [WaitFor(seconds: 5)]
            T Get<T>(string key) where T : class;

            [WaitFor(seconds: 5)]
            string Name { get; set; }

            event EventHandler? Changed;

            int Unmarked(ReadOnlySpan<char> text);
        }
        """);

    [TestMethod]
    public async Task Pair_MatchedByShape() => await IsAsync("IClock_of_Clock_", """
        [assembly: GenerateProxy(typeof(IClock), typeof(Clock))]

        public interface IClock
        {
            [WaitFor(seconds: 5)]
            DateTime Read(string zone);

            Task Reset();
        }

        public sealed class Clock
        {
            public async Task<DateTime> ReadAsync(string zone, CancellationToken cancellationToken)
            {
                await Task.Delay(1, cancellationToken);
                return DateTime.UnixEpoch;
            }

            public void Reset()
            {
            }
        }
        """);

    private static async Task IsAsync(string name, string source)
    {
        var (file, text) = Assert.ContainsSingle(Generated.From(source));

        Assert.StartsWith(name, file);
        var path = Path.Combine(_folder, file + ".txt");
        if (Environment.GetEnvironmentVariable("CROCHET_WRITE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(path, text);
        Assert.AreEqual(await File.ReadAllTextAsync(path), text);
    }
}
