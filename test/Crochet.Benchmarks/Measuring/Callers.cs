using Crochet.Benchmarks.Peers;

namespace Crochet.Benchmarks.Measuring;

/// <summary>The two ways in which threads use a peer.</summary>
internal static class Callers
{
    /// <summary>Threads that each block for one sum after another.</summary>
    public static Contestant Blocking(Peer peer, int threads)
    {
        var crowd = new Crowd(threads);
        return new Contestant(peer.Name, duration => crowd.Run(duration, sampler =>
        {
            var calls = 0;
            while (!crowd.IsOver)
            {
                var begun = sampler.Begin();
                var sum = peer.Add(calls, 1);
                sampler.End(begun);
                if (sum != ++calls)
                    throw Wrong(peer, sum, calls);
            }
            return calls;
        }));
    }

    /// <summary>
    /// Threads that post without waiting until so many of their calls together are outstanding, then wait for the oldest.
    /// </summary>
    public static Contestant Posting(Peer peer, int threads, int outstanding)
    {
        var crowd = new Crowd(threads);
        return new Contestant(peer.Name, duration => crowd.Run(duration, sampler =>
        {
            var calls = 0;
            var window = new Queue<object>();
            while (!crowd.IsOver)
            {
                if (window.Count == outstanding / threads)
                    CollectOldest();
                var begun = sampler.Begin();
                var posted = peer.Post(calls++, 1);
                sampler.End(begun);
                window.Enqueue(posted);
            }
            while (window.Count > 0)
                CollectOldest();
            return calls;

            void CollectOldest()
            {
                var expected = calls - window.Count + 1;
                var sum = peer.Collect(window.Dequeue());
                if (sum != expected)
                    throw Wrong(peer, sum, expected);
            }
        }));
    }

    private static InvalidOperationException Wrong(Peer peer, int sum, int expected) =>
        new($"{peer.Name} gave {sum} where {expected} is right.");
}
