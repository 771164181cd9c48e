using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>What a card says beside what it shows.</summary>
/// <param name="Note">What has just been done; escaped already.</param>
/// <param name="Error">What is wrong with what was typed; then nothing has been done.</param>
internal readonly record struct Remark(string? Note = null, FieldError? Error = null)
{
    public bool Did => Error is null;

    public static implicit operator Remark(string? note) => new(note);

    public static implicit operator Remark(FieldError? error) => new(null, error);
}
