using System.Text.Json;
using Crochet.Calling;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Stashing;

/// <summary>Results that another process claims.</summary>
[TestClass]
public sealed class ClusterStashTests
{
    private static TestCluster _cluster = null!;
    private static IClusterStash _keeper = null!;
    private static IClusterStash _claimer = null!;
    private static EventLoop _loop = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        _cluster = new();
        await _cluster.AddAsync(_ => { }, options => options.ClaimLease = TimeSpan.FromSeconds(1));
        await _cluster.AddAsync(_ => { });
        _keeper = _cluster.Get<IClusterStash>(0);
        _claimer = _cluster.Get<IClusterStash>(1);
        _loop = _cluster.Get<EventLoop>(0);
    }

    [ClassCleanup]
    public static async Task StopAsync() => await _cluster.DisposeAsync();

    [TestMethod]
    public async Task Claim_OfAResult_TakesItOnce()
    {
        var id = _keeper.Store(_loop.RunInReactor(() => 42));

        Assert.AreEqual(42, await _claimer.ClaimAsync<int>(id));
        await Assert.ThrowsExactlyAsync<KeyNotFoundException>(() => _claimer.ClaimAsync<int>(id));
        Assert.IsFalse(await _claimer.CancelAsync(id));
    }

    [TestMethod]
    public async Task Claim_ByMany_IsOnesAlone()
    {
        var release = new TaskCompletionSource<string>();
        var id = _keeper.Store(_loop.RunInReactor(() => release.Task));
        var claims = Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? _keeper : _claimer).ClaimAsync<string>(id)).ToList();

        release.SetResult("taken");

        var outcomes = await Task.WhenAll(claims.Select(async claim =>
        {
            try
            {
                return await claim;
            }
            catch (KeyNotFoundException)
            {
                return "";
            }
        }));
        Assert.AreEqual("taken", string.Concat(outcomes));
    }

    [TestMethod]
    public async Task Claim_OfAnotherType_LeavesTheResult()
    {
        var id = _keeper.Store(_loop.RunInReactor(() => 42));

        await Assert.ThrowsExactlyAsync<InvalidCastException>(() => _claimer.ClaimAsync<string>(id));
        Assert.AreEqual(42, await _claimer.ClaimAsync<int>(id));
    }

    [TestMethod]
    public async Task Claim_ThatIsGivenUp_LeavesTheResultToTheNext()
    {
        var release = new TaskCompletionSource<int>();
        var id = _keeper.Store(_loop.RunInReactor(() => release.Task));
        using var source = new CancellationTokenSource();
        var givenUp = _claimer.ClaimAsync<int>(id, source.Token);

        await source.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => givenUp);
        release.SetResult(5);

        Assert.AreEqual(5, await _claimer.ClaimAsync<int>(id));
    }

    [TestMethod]
    public async Task Claim_WhoseClaimerSaysNothing_EndsWithItsLeaseAndTheNextHasTheResult()
    {
        var id = _keeper.Store(_loop.RunInReactor(() => 7));
        var silent = _cluster.Get<Cluster>(1);
        var number = silent.NextCall();
        var keeper = silent.At(id.Process!);
        var answer = await keeper.Claim(silent.Own, number, id.Id.ToString(), typeof(int).ToString());
        Assert.AreEqual((byte)AnswerKind.Value, answer[0]);

        var next = _claimer.ClaimAsync<int>(id);

        Assert.IsFalse(next.IsCompleted);
        Assert.AreEqual(7, await next.WaitAsync(TestTimeouts.MustNotElapse));
        Assert.IsFalse(await keeper.EndClaim(silent.Own, number, hasValue: true));
    }

    [TestMethod]
    public async Task Claim_OfAProcessThatIsGone_SaysThatItIsLost()
    {
        var gone = await _cluster.AddAsync(_ => { });
        var result = gone.Services.GetRequiredService<EventLoop>().RunInReactor(() => 1);
        var id = gone.Services.GetRequiredService<IClusterStash>().Store(result);
        await gone.StopAsync();

        await Assert.ThrowsExactlyAsync<WorkerLostException>(() => _claimer.ClaimAsync<int>(id));
        await Assert.ThrowsExactlyAsync<WorkerLostException>(() => _claimer.CancelAsync(id));
    }

    [TestMethod]
    public async Task Progress_OfAnUnknownId_FailsAtTheFirstStep()
    {
        var id = _keeper.Store(_loop.RunInReactor(() => 1));
        await _keeper.ClaimAsync<int>(id);

        var reading = _claimer.ReadProgressAsync<int>(id).GetAsyncEnumerator();

        await Assert.ThrowsExactlyAsync<KeyNotFoundException>(async () => await reading.MoveNextAsync());
    }

    [TestMethod]
    public async Task Claim_OfAFailure_ThrowsIt()
    {
        var id = _keeper.Store(_loop.RunInReactor<int>(() => throw new FormatException("Bad.")));

        var thrown = await Assert.ThrowsExactlyAsync<FormatException>(() => _claimer.ClaimAsync<int>(id));

        Assert.AreEqual("Bad.", thrown.Message);
    }

    [TestMethod]
    public async Task Cancel_FromAnotherProcess_CancelsTheCall()
    {
        var result = _loop.RunInReactor(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return 1;
        });
        var id = _keeper.Store(result);

        Assert.IsTrue(await _claimer.CancelAsync(id));
        await Assert.ThrowsAsync<OperationCanceledException>(() => _claimer.ClaimAsync<int>(id));
    }

    [TestMethod]
    public async Task Progress_FromAnotherProcess_ComesInOrderAndEndsWithTheCall()
    {
        var next = new SemaphoreSlim(0);
        var result = _loop.RunInReactor<int, string>(async (progress, _) =>
        {
            foreach (var step in new[] { "one", "two", "three" })
            {
                progress.Report(step);
                await next.WaitAsync(CancellationToken.None);
            }

            return 3;
        });
        var id = _keeper.Store(result);
        var read = new List<string>();
        await foreach (var report in _claimer.ReadProgressAsync<string>(id))
        {
            read.Add(report);
            next.Release();
        }

        CollectionAssert.AreEqual(new[] { "one", "two", "three" }, read);
        Assert.AreEqual(3, await _claimer.ClaimAsync<int>(id));
    }

    [TestMethod]
    public void Id_AsTextAndInJson_IsReadBack()
    {
        var id = _keeper.Store(_loop.RunInReactor(() => 1));
        var text = id.ToString();

        Assert.AreEqual(id, ClusterStashId.Parse(text));
        Assert.AreEqual(id, JsonSerializer.Deserialize<ClusterStashId>(JsonSerializer.Serialize(id)));
        Assert.AreEqual(text, Uri.EscapeDataString(text));
        Assert.IsFalse(ClusterStashId.TryParse("nonsense", null, out _));
        Assert.IsFalse(ClusterStashId.TryParse(text[..32] + "!!", null, out _));
    }
}
