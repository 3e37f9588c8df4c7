using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Tests;

namespace Crochet.Benchmarks.Tests.Measuring;

[TestClass]
public sealed class CallersTests
{
    [TestMethod]
    [Timeout(TestTimeouts.MustNotElapseMilliseconds, CooperativeCancellation = false)]
    public void Blocking_WrongSum_Throws()
    {
        using var peer = new WrongPeer();

        Assert.ThrowsExactly<InvalidOperationException>(() => Callers.Blocking(peer, 2).Run(Timeout.InfiniteTimeSpan));
    }

    [TestMethod]
    [Timeout(TestTimeouts.MustNotElapseMilliseconds, CooperativeCancellation = false)]
    public void Posting_WrongSum_Throws()
    {
        using var peer = new WrongPeer();

        Assert.ThrowsExactly<InvalidOperationException>(() => Callers.Posting(peer, 2, 10).Run(Timeout.InfiniteTimeSpan));
    }

    [TestMethod]
    [Timeout(TestTimeouts.MustNotElapseMilliseconds, CooperativeCancellation = false)]
    public void Posting_NeverHasMoreOutstandingThanTheWindow()
    {
        using var peer = new CountingPeer(failAt: 100);

        Assert.ThrowsExactly<NotSupportedException>(() => Callers.Posting(peer, 1, 10).Run(Timeout.InfiniteTimeSpan));

        Assert.AreEqual(10, peer.MostOutstanding);
    }

    private sealed class WrongPeer() : Peer("wrong")
    {
        public override int Add(int a, int b) => a - b;

        public override object Post(int a, int b) => Task.FromResult(a - b);

        public override void Dispose()
        {
        }
    }

    private sealed class CountingPeer(int failAt) : Peer("counting")
    {
        private int _posted;
        private int _collected;

        public int MostOutstanding { get; private set; }

        public override int Add(int a, int b) => a + b;

        public override object Post(int a, int b)
        {
            if (++_posted == failAt)
                throw new NotSupportedException("enough");
            MostOutstanding = Math.Max(MostOutstanding, _posted - _collected);
            return a + b;
        }

        public override int Collect(object posted)
        {
            _collected++;
            return (int)posted;
        }

        public override void Dispose()
        {
        }
    }
}
