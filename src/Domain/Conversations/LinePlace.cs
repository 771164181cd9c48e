using System.Globalization;

namespace OmoBroadcast.Domain.Conversations;

/// <summary>Where a line stands in all that was said with a customer.</summary>
/// <param name="At">In ms; where the journal does not have it yet, with its place among those of its millisecond.</param>
/// <param name="Seq">Its number in the journal; 0 where it is not there yet.</param>
public readonly record struct LinePlace(double At, long Seq)
{
    /// <summary>Behind everything.</summary>
    public static LinePlace End => new(1L << 52, 0);

    /// <summary>Behind this one: what ends with it is read from there.</summary>
    public LinePlace Behind => this with { Seq = Seq + 1 };

    /// <summary>As numbers of the journal: of one millisecond what is not there yet came last.</summary>
    public (long At, long Seq) Whole => At > Math.Floor(At) ? ((long)At, long.MaxValue) : ((long)At, Seq);

    public static LinePlace? Parse(string? text) =>
        text?.Split('-') is [var at, var seq]
        && double.TryParse(at, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var when)
        && when <= End.At
        && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(when, number)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:R}-{Seq}");
}

/// <summary>A line and where it stands.</summary>
public readonly record struct HistoryLine(LinePlace Place, TranscriptEntry Entry);
