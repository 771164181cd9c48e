namespace OmoBroadcast.Domain.Messages;

/// <summary>The sorts of message that the table tells apart. Emoji are text; a saved reply is what it expands to.</summary>
public enum MessageSort
{
    Text,
    Image,
    Video,
    File,
    Template,
}
