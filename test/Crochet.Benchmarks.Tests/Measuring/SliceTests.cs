using System.Text.Json;
using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Tests.Measuring;

[TestClass]
public sealed class SliceTests
{
    [TestMethod]
    public void Json_Slice_ReadsBack()
    {
        var slice =
            new Slice(10, TimeSpan.FromMilliseconds(1)) { Cpu = TimeSpan.FromMilliseconds(2), Bytes = 40, P50 = 1.5, Fairness = 0.5 };

        var read = JsonSerializer.Deserialize<Slice>(JsonSerializer.Serialize(slice));

        Assert.AreEqual(slice, read);
    }

    [TestMethod]
    public void PerCall_DividesByCalls()
    {
        var slice = new Slice(10, TimeSpan.FromMicroseconds(1)) { Bytes = 40 };

        Assert.AreEqual(100, slice.NanosecondsPerCall);
        Assert.AreEqual(4, slice.BytesPerCall);
        Assert.IsNull(slice.CpuNanosecondsPerCall);
    }
}
