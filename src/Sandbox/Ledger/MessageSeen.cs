namespace OmoBroadcast.Sandbox.Ledger;

/// <param name="Kind">text, image, video, template …</param>
/// <param name="Text">The words, a caption, or a template's body with its parameters in place.</param>
/// <param name="Media">The address or the platform's id of what goes with it.</param>
/// <param name="Preview">The address of its preview, where the platform asks for one.</param>
internal sealed record MessageSeen(string Kind, string? Text, string? Media, string? Preview);
