using System.Text.Json;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>The form in which a product of Meta's takes a file.</summary>
/// <param name="Edge">Where to, below the account.</param>
/// <param name="Fields">The form's words beside the file.</param>
/// <param name="File">What the form calls the file.</param>
/// <param name="Id">Finds the upload's id in a good answer.</param>
internal sealed record UploadForm(
    string Edge,
    Func<OutboundMessage.Media, IEnumerable<KeyValuePair<string, string>>> Fields,
    string File,
    Func<JsonElement, string?> Id
);
