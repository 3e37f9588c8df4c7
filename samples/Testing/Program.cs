using Crochet;

namespace Testing;

#region interface
public interface ICalculator
{
    [RunInReactor]
    EventualResult<int> Add(int x, int y);
}
#endregion

#region implementation
public sealed class Calculator
{
    public int Add(int x, int y) => x + y;
}
#endregion

#region user
/// <summary>The code under test. It knows the calculator by its interface alone.</summary>
public sealed class Receipt(ICalculator calculator)
{
    public string Print(int x, int y) => $"Total: {calculator.Add(x, y).Wait(TimeSpan.FromSeconds(5))}";
}
#endregion

internal static class Program
{
    private static void Main()
    {
        using var loop = new EventLoop();
        loop.Start();

        var raw = new Calculator();
        var calculator = CrochetProxy.Create<ICalculator>(raw, loop);

        var eventual = calculator.Add(1, 2);
        Console.WriteLine($"The proxy returns {eventual}");
        Console.WriteLine($"Waiting for it returns {eventual.Wait(TimeSpan.FromSeconds(5))}");
        Console.WriteLine($"The raw implementation returns {raw.Add(1, 2)}");
        Console.WriteLine(new Receipt(calculator).Print(1, 2));
    }
}
