using System.Net;
using System.Text;
using Crochet.Calling;

namespace Crochet.Tests.Calling;

/// <summary>Which worker has a key.</summary>
[TestClass]
public sealed class KeyedOrderTests
{
    private static readonly SiloAddress[] _workers =
        [.. Enumerable.Range(0, 5).Select(number => SiloAddress.New(IPAddress.Loopback, 11_000 + number, generation: 100 + number))];

    private static readonly byte[][] _keys =
        [.. Enumerable.Range(0, 1_000).Select(number => Encoding.UTF8.GetBytes($"\"customer {number}\""))];

    [TestMethod]
    public void Choose_InAnyOrderOfWorkers_GivesTheSame()
    {
        SiloAddress[] reversed = [.. _workers.Reverse()];

        foreach (var key in _keys)
            Assert.AreEqual(KeyedOrder.Choose(_workers, key), KeyedOrder.Choose(reversed, key));
    }

    [TestMethod]
    public void Choose_WithoutAWorker_MovesItsOwnKeysAlone()
    {
        SiloAddress[] left = [.. _workers.Skip(1)];

        foreach (var key in _keys)
        {
            var before = KeyedOrder.Choose(_workers, key);
            if (!before.Equals(_workers[0]))
                Assert.AreEqual(before, KeyedOrder.Choose(left, key));
        }
    }

    [TestMethod]
    public void Choose_OfManyKeys_GivesEachWorkerAFairShare()
    {
        var shares = _keys.CountBy(key => KeyedOrder.Choose(_workers, key)).ToList();

        Assert.HasCount(_workers.Length, shares);
        Assert.IsGreaterThan(120, shares.Min(share => share.Value));
    }
}
