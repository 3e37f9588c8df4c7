using System.Globalization;
using System.Text;

namespace Crochet.Testing.Reporting;

/// <summary>The message of a <see cref="ScheduleException"/>.</summary>
internal static class ScheduleReport
{
    private const int MostFirst = 20;
    private const int MostLast = 100;

    /// <summary>What has failed, the seed, and the steps.</summary>
    public static string Write(string problem, int seed, IReadOnlyList<string> steps)
    {
        var text = new StringBuilder(problem);
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture, $"The seed of this order is {seed}. To run it again: Schedules.Replay(scenario, seed: {seed})");
        text.AppendLine(steps.Count == 0 ? "Nothing had run." : "Its steps:");
        for (var index = 0; index < steps.Count; index++)
        {
            if (index == MostFirst && steps.Count > MostFirst + MostLast)
            {
                var next = steps.Count - MostLast;
                text.AppendLine(CultureInfo.InvariantCulture, $"  ({next - index} steps, which Steps has)");
                index = next;
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"  {index + 1}. {steps[index]}");
        }

        return text.ToString().TrimEnd();
    }
}
