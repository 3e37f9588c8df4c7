using System.Globalization;
using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Reporting;

/// <summary>Numbers as a reader compares them: three significant digits, a spread behind its median.</summary>
internal static class Numbers
{
    public static string Text(object? cell) => cell switch
    {
        null => "",
        double number => Text(number),
        Spread spread => $"{Text(spread.Median)} ({Text(spread.Lower)} to {Text(spread.Upper)})",
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };

    public static string Text(double number)
    {
        if (number == 0 || !double.IsFinite(number))
            return number.ToString(CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 3);
        return number.ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }
}
