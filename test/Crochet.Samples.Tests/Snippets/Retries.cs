using Polly;
using Polly.Retry;
using DelayBackoffType = Polly.DelayBackoffType;

namespace Crochet.Samples.Tests.Snippets;

[TestClass]
public sealed class Retries
{
    #region pipeline
    private static readonly ResiliencePipeline _retryWhatNeverRan = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = static attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is { } failure and not EventLoopStoppedException && EventLoop.NeverRan(failure)),
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(50),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();
    #endregion

    [TestMethod]
    public void Call_ThatNeverRan_IsMadeAgain()
    {
        using var loop = new EventLoop();
        loop.Start();
        using var gate = new ManualResetEventSlim();
        loop.Post(() => gate.Wait(TestTimeouts.MustNotElapse));
        int attempts = 0, runs = 0;

        _retryWhatNeverRan.Execute(() =>
        {
            if (++attempts > 1)
                gate.Set();
            loop.WaitFor(attempts > 1 ? TestTimeouts.MustNotElapse : TimeSpan.Zero, () => runs++);
        });

        Assert.AreEqual((2, 1), (attempts, runs));
    }

    [TestMethod]
    public void Call_ThatMayHaveRun_IsNotMadeAgain()
    {
        using var loop = new EventLoop();
        loop.Start();
        var attempts = 0;

        Assert.ThrowsExactly<InvalidOperationException>(() => _retryWhatNeverRan.Execute(() => loop.WaitFor(
            TestTimeouts.MustNotElapse, () =>
            {
                attempts++;
                throw new InvalidOperationException("The work began, and failed.");
            })));

        Assert.AreEqual(1, attempts);
    }

    [TestMethod]
    public async Task PageShows_AwaitedCall()
    {
        using var loop = new EventLoop();
        loop.Start();
        var orders = CrochetProxy.Create<IOrders>(new OrderStore(), loop);
        await orders.Import("10");
        var cancellationToken = CancellationToken.None;

        #region await
        Order order = await _retryWhatNeverRan.ExecuteAsync(
            async token => await orders.FindAsync(1, token), cancellationToken);
        #endregion

        Assert.AreEqual(1, order.Id);
    }

    [TestMethod]
    public void PageShows_BlockingCall()
    {
        using var loop = new EventLoop();
        loop.Start();
        var orders = CrochetProxy.Create<IOrders>(new OrderStore(), loop);
        orders.Import("10").Wait(TestTimeouts.MustNotElapse);

        #region block
        Order order = _retryWhatNeverRan.Execute(() => orders.Find(1));
        #endregion

        Assert.AreEqual(1, order.Id);
    }
}
