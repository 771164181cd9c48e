namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What customers do when a message reaches them. Shares of 1 that exclude each other, by the seed.</summary>
/// <param name="Destination">The account; null = the first.</param>
/// <param name="Answer">They answer.</param>
/// <param name="AnswerText">With these words.</param>
/// <param name="Block">They block the account, of which Meta tells nobody.</param>
/// <param name="OptOut">They want no more: on WhatsApp by the platform's own button, elsewhere in words.</param>
/// <param name="OptOutText">Those words.</param>
/// <param name="AfterMs">How long they think about it.</param>
/// <param name="Seed">The same seed, the same people.</param>
internal sealed record Habits(
    string? Destination = null,
    double Answer = 0,
    string AnswerText = "好的，謝謝 🙏",
    double Block = 0,
    double OptOut = 0,
    string OptOutText = "取消訂閱",
    int AfterMs = 0,
    int Seed = 1
)
{
    /// <summary>The kind of deed, or null.</summary>
    /// <param name="customer">The customer's place.</param>
    public string? Of(int customer)
    {
        var point = new Random(unchecked((Seed * 486_187_739) + (customer * 16_777_619))).NextDouble();
        return point < Answer ? "answer"
            : point < Answer + Block ? "block"
            : point < Answer + Block + OptOut ? "optOut"
            : null;
    }
}
