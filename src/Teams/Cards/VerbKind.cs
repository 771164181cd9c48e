namespace OmoBroadcast.Teams.Cards;

/// <summary>What pressing a button may do, and how it is kept from being done twice.</summary>
internal enum VerbKind
{
    /// <summary>Shows something; may be pressed again and again.</summary>
    View,

    /// <summary>Changes a draft of one's own, which counts its versions: on an older one nothing is done.</summary>
    Draft,

    /// <summary>Takes effect, once: by the id that the button carries, or by the campaign and its version.</summary>
    Once,
}
