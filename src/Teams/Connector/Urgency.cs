namespace OmoBroadcast.Teams.Connector;

/// <summary>Who waits for a call to the Connector.</summary>
public enum Urgency
{
    /// <summary>A person who has just asked for something.</summary>
    Answer,

    /// <summary>Nobody yet, and it has to be told: what became of something, or a question. Waits for its turn.</summary>
    News,

    /// <summary>Nobody: it is drawn anew before long. What finds no room now is not sent at all.</summary>
    Picture,
}
