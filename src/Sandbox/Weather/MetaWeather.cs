namespace OmoBroadcast.Sandbox.Weather;

/// <summary>Messenger's, Instagram's or WhatsApp's. Probabilities are of 1 and exclude each other; they fall on sends.</summary>
internal sealed record MetaWeather
{
    /// <summary>401, code 190.</summary>
    public double Status401 { get; init; }

    /// <summary>The platform's error for too many calls.</summary>
    public double Status429 { get; init; }

    public double Status500Before { get; init; }

    public double Status500After { get; init; }

    public double ResetBefore { get; init; }

    public double ResetAfter { get; init; }

    /// <summary>200 with HTML or broken JSON, and nothing accepted.</summary>
    public double JunkBefore { get; init; }

    /// <summary>200 with HTML or broken JSON, and accepted.</summary>
    public double JunkAfter { get; init; }

    /// <summary>Error 1/1357046, of which the platform says itself that the message was delivered.</summary>
    public double InvalidReplyAfter { get; init; }

    /// <summary>Taken, and the good answer comes in pieces without a length, slowly in pieces, packed unasked, under a wrong type, with
    /// headers twice, with 50 MB behind it, or broken off.</summary>
    public double ChunkedAfter { get; init; }

    public double TrickledAfter { get; init; }

    public double GzipAfter { get; init; }

    public double WrongTypeAfter { get; init; }

    public double TwiceHeadedAfter { get; init; }

    public double HugeAfter { get; init; }

    public double BrokenAfter { get; init; }

    /// <summary>Faults of the next sends, one by one, before the probabilities apply.</summary>
    public IReadOnlyList<Happening> Script { get; init; } = [];

    /// <summary>The same for the next uploads and for the next listings of templates; only what the script says happens to those.</summary>
    public IReadOnlyList<Happening> UploadScript { get; init; } = [];

    public double Slow { get; init; }

    public int SlowMs { get; init; }

    /// <summary>Before the platform has decided, or after.</summary>
    public Moment SlowWhen { get; init; }

    /// <summary>Accept, but hold every answer until released.</summary>
    public bool Hold { get; init; }

    public int HoldNext { get; init; }

    /// <summary>Hold answers, or calls that are not decided yet: those go on when they are released, though their caller be gone.</summary>
    public Moment HoldWhen { get; init; }

    /// <summary>Sends per second and account; null = what the platform documents (300; WhatsApp 80), 0 = no limit.</summary>
    public double? TextPerSecond { get; init; }

    /// <summary>Audio, video, and images by address; null = 10 (WhatsApp has no such class), 0 = no limit.</summary>
    public double? MediaPerSecond { get; init; }

    /// <summary>How many calls a bucket holds; null = a tenth of a second's worth, at least one.</summary>
    public double? Capacity { get; init; }

    /// <summary>The error for too many calls: 613, 80006, 80002, 4 …; null = 613, on WhatsApp 130429.</summary>
    public int? LimitCode { get; init; }

    public int LimitStatus { get; init; } = 400;

    /// <summary>Calls in an hour that are 100 % in X-App-Usage and X-Business-Use-Case-Usage and beyond which 80006 or 80002 is answered;
    /// null = 200 for each customer.</summary>
    public long? CallPool { get; init; }

    /// <summary>WhatsApp: calls an hour about templates, beyond which 80008 is answered.</summary>
    public long ManagementPerHour { get; init; } = 5_000;

    /// <summary>WhatsApp: seconds that each message to one person costs; 0 = no such limit.</summary>
    public double PairSeconds { get; init; } = 6;

    /// <summary>WhatsApp: how many of those may be borrowed at once.</summary>
    public int PairBurst { get; init; } = 45;

    /// <summary>WhatsApp: people outside of their window whom all numbers of the portfolio together may write to in 24 hours; 0 = no
    /// limit.</summary>
    public int Tier { get; init; } = 2_000;

    /// <summary>Take any well-formed id for a customer in the window, for measuring.</summary>
    public bool KnowEveryone { get; init; }

    /// <summary>WhatsApp: refusals of the person come as the answer, not as a failed status later.</summary>
    public bool RefuseAtOnce { get; init; }

    /// <summary>Messenger and Instagram: a blocked account is told as code 551 and not 200/1545041.</summary>
    public bool BlockedIs551 { get; init; }

    /// <summary>Fetch media by address as Meta does, but from this machine only; others are taken as fetched.</summary>
    public bool Fetch { get; init; } = true;

    public Telling Telling { get; init; } = Telling.After;

    /// <summary>Share of messages that an echo (Messenger, Instagram) or a <c>sent</c> status (WhatsApp) is told of.</summary>
    public double Told { get; init; } = 1;

    public double Delivered { get; init; } = 1;

    /// <summary>Of those delivered.</summary>
    public double Read { get; init; }

    /// <summary>WhatsApp: share of messages accepted that fail later with <see cref="FailedCode"/>.</summary>
    public double Failed { get; init; }

    public int FailedCode { get; init; } = 131026;

    /// <summary>After acceptance.</summary>
    public int ToldMs { get; init; }

    public int DeliveredMs { get; init; }

    public int ReadMs { get; init; }

    /// <summary>On top of each of these, up to so many, by the seed.</summary>
    public int JitterMs { get; init; }

    /// <summary>Echoes, deliveries, reads and statuses leave in any order, by the seed.</summary>
    public bool Shuffle { get; init; }

    /// <summary>How often each of them is delivered.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Most that share one body when many wait.</summary>
    public int EventsPerBody { get; init; } = 20;
}
