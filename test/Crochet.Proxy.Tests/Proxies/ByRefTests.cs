namespace Crochet.Tests.Proxies;

[TestClass]
public sealed class ByRefTests : LoopTest
{
    private static IEnumerable<object[]> Targets => [[new Parser()], [new ShapedParser()], [new AsyncParser()]];

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void Out_OfABlockingCall_IsWrittenBack(object target)
    {
        Assert.IsTrue(Proxy<IParser>(target).TryParse("12", out var value));
        Assert.AreEqual(12, value);
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void Ref_OfABlockingCall_IsReadAndWrittenBack(object target)
    {
        var text = "a";
        var point = new Point(1, 2);

        Proxy<IParser>(target).Change(ref text, ref point);

        Assert.AreEqual("ab", text);
        Assert.AreEqual(new Point(2, 2), point);
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void ReadOnlyReferences_OfABlockingCall_AreRead(object target)
    {
        var point = new Point(3, 4);

        Assert.AreEqual(14, Proxy<IParser>(target).Sum(point, in point));
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void Out_OfAGenericType_IsWrittenBack(object target)
    {
        Assert.IsTrue(Proxy<IParser>(target).TryMake(out List<int>? list));
        Assert.IsNotNull(list);
    }

    [TestMethod]
    public void Ref_OfACallThatTimesOut_KeepsItsValue()
    {
        using var gate = HoldLoop();
        var proxy = Proxy<IHasty>(new Hasty());
        var value = 1;

        Assert.ThrowsExactly<CrochetTimeoutException>(() => proxy.Change(ref value));
        gate.Set();

        Assert.AreEqual(1, value);
    }

    public readonly record struct Point(int X, int Y);

    [Compiled]
    public interface IParser
    {
        [WaitFor(15)]
        bool TryParse(string text, out int value);

        [WaitFor(15)]
        void Change(ref string text, ref Point point);

        [WaitFor(15)]
        int Sum(in Point one, ref readonly Point other);

        [WaitFor(15)]
        bool TryMake<T>(out T? value) where T : class, new();
    }

    public class ShapedParser
    {
        public bool TryParse(string text, out int value) => int.TryParse(text, out value);

        public void Change(ref string text, ref Point point)
        {
            text += "b";
            point = point with { X = point.X + 1 };
        }

        public int Sum(in Point one, ref readonly Point other) => one.X + one.Y + other.X + other.Y;

        public bool TryMake<T>(out T? value) where T : class, new()
        {
            value = new T();
            return true;
        }
    }

    public sealed class Parser : ShapedParser, IParser;

    public sealed class AsyncParser
    {
        private readonly ShapedParser _parser = new();

        public Task<bool> TryParseAsync(string text, out int value) => Task.FromResult(_parser.TryParse(text, out value));

        public Task ChangeAsync(ref string text, ref Point point)
        {
            _parser.Change(ref text, ref point);
            return Task.CompletedTask;
        }

        public ValueTask<int> SumAsync(in Point one, ref readonly Point other) => new(_parser.Sum(one, in other));

        public Task<bool> TryMakeAsync<T>(out T? value) where T : class, new() => Task.FromResult(_parser.TryMake(out value));
    }

    [Compiled]
    public interface IHasty
    {
        [WaitFor(0.02)]
        void Change(ref int value);
    }

    public sealed class Hasty : IHasty
    {
        public void Change(ref int value) => value = 2;
    }
}
