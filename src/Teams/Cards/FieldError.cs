namespace OmoBroadcast.Teams.Cards;

/// <summary>What is wrong with one input, as a sentence.</summary>
internal sealed record FieldError(string Field, string Text)
{
    public static string? At(FieldError? error, string field) => error?.Field == field ? error.Text : null;
}
