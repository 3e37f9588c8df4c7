namespace Crochet.Keeping;

/// <summary>On the endpoint that answers with a result's status; and asks for its address.</summary>
internal sealed class ResultAddress
{
    public static readonly ResultAddress Instance = new();

    private ResultAddress()
    {
    }
}
