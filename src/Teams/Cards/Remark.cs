namespace OmoBroadcast.Teams.Cards;

/// <summary>What a card says beside what it shows.</summary>
/// <param name="Note">What has just been done; escaped already.</param>
/// <param name="Error">What is wrong with what was typed; then nothing has been done.</param>
/// <param name="Old">An older card was pressed, and nothing has been done.</param>
internal readonly record struct Remark(string? Note = null, FieldError? Error = null, bool Old = false)
{
    public bool Did => Error is null && !Old;

    /// <summary>What is wrong with that field.</summary>
    public string? At(string field) => FieldError.At(Error, field);

    public static implicit operator Remark(string? note) => new(note);

    public static implicit operator Remark(FieldError? error) => new(null, error);
}
