using KanaPerps.Recording;
using KanaPerps.Recording.Picture;

namespace KanaPerps.Client.Tests.Recording.Picture;

/// <summary>The page as a file of an export.</summary>
public sealed class PictureExportTests : IDisposable
{
    private readonly RecordedFolder _folder = new("my recording");

    public void Dispose() => _folder.Dispose();

    private string Output => _folder.FileNamed("pages");

    private string Page => Path.Combine(Output, "my recording.html");

    [Fact]
    public void The_page_is_named_like_the_recording_and_told_with_its_messages_and_times()
    {
        _folder.Rate(1, 1).Rate(2, 2).Close();

        ExportedFile file = Assert.Single(Run(), e => e != default).File!;

        Assert.Equal((Page, "page", ExportFormat.Html, 2L, new FileInfo(Page).Length), (file.Path, file.Table, file.Format, file.Rows, file.Bytes));
        Assert.Equal((RecordedFolder.At(1), RecordedFolder.At(2)), (file.From, file.To));
        Assert.Equal([Page], Directory.GetFiles(Output));
    }

    [Fact]
    public void A_page_that_exists_stays_unless_it_is_to_be_replaced()
    {
        _folder.Rate(1, 1).Close();
        Directory.CreateDirectory(Output);
        File.WriteAllText(Page, "mine");

        ExportEvent refusal = Assert.Single(Run());
        Assert.Equal((KanaErrorKind.ExportExists, Page), (refusal.Error!.Kind, refusal.Target));
        Assert.Equal("mine", File.ReadAllText(Page));

        Assert.NotNull(Run(overwrite: true)[^1].File);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_page_can_not_be_written_nothing_of_it_stays()
    {
        _folder.Rate(1, 1).Close();
        Directory.CreateDirectory(Page);

        Assert.Equal(KanaErrorKind.ExportFailed, Run(overwrite: true)[^1].Error!.Kind);
        Assert.Equal([Page], Directory.GetFileSystemEntries(Output));
    }

    private List<ExportEvent> Run(bool overwrite = false) => [.. SampleRecording.Export(_folder.Path, new() { OutputPath = Output, Overwrite = overwrite }).Run()];
}
