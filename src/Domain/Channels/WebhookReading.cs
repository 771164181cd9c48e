namespace OmoBroadcast.Domain.Channels;

/// <summary>What a webhook call turned out to be.</summary>
public abstract record WebhookReading
{
    private WebhookReading() { }

    /// <summary>Authentic. <paramref name="Items"/> may be empty (a platform's verification call).</summary>
    public sealed record Events(IReadOnlyList<InboundEvent> Items) : WebhookReading
    {
        /// <summary>An id of blanks, or with what no id has in it, names nobody.</summary>
        public IReadOnlyList<InboundEvent> Items { get; } = PersonId.Judged(Items);
    }

    /// <summary>A subscription handshake: answer 200 with this text.</summary>
    public sealed record Challenge(string Text) : WebhookReading;

    /// <summary>Not to be believed or not to be read. <paramref name="Status"/> is the HTTP status to answer; <paramref name="Reason"/> is
    /// for the log.</summary>
    public sealed record Refused(int Status, string Reason) : WebhookReading;
}
