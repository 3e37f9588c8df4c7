namespace Crochet.Problems;

/// <summary>One kind of mistake, as the analyzer, the registration's check and the docs page all call it.</summary>
/// <param name="id">CRO and three digits; two descriptors may share one, and then share its title too.</param>
/// <param name="title">The mistake in a few words, with no member's name.</param>
/// <param name="message">What is wrong with {0}, the member ("IDns.GetHostByName"), and what to do.</param>
/// <param name="isError">False where the source alone does not show that the program is wrong: the analyzer then warns.</param>
internal sealed class ProblemDescriptor(string id, string title, string message, bool isError = true)
{
    public string Id { get; } = id;
    public string Title { get; } = title;
    public string Message { get; } = message;
    public bool IsError { get; } = isError;

    public string Format(params object[] arguments) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Message, arguments);
}
