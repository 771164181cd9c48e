namespace OmoBroadcast.Domain.Messages;

/// <summary>What a customer's message is; <see cref="System"/> is none, but a line that says what happened.</summary>
public enum MessageKind
{
    Text,
    Image,
    Video,
    Audio,
    File,
    Sticker,
    Location,
    Unknown,
    Order,
    Contacts,
    Form,
    Button,
    Call,
    Share,
    System,
}
