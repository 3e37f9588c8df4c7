namespace Crochet.Stepping;

internal interface IChooser
{
    /// <summary>Which of so many goes on; 0 is the one that runs, where that one can.</summary>
    int Choose(int count, bool isFirstRunning);
}
