<?xml version="1.0" encoding="utf-8"?>
<!-- Makes the entries of TypeTable of Views.xml, each time the project is compiled. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="utf-8" />
  <xsl:strip-space elements="*" />

  <xsl:template match="/Views">
    <xsl:text>// &lt;auto-generated>Made of Views.xml by TypeTable.xslt.&lt;/auto-generated>
#nullable enable
namespace KanaPerps.PowerShell.Formatting;

internal static partial class TypeTable
{
    private static ViewedType[] Make() =>
    [
</xsl:text>
    <xsl:apply-templates select="View" />
    <xsl:text>    ];
}
</xsl:text>
  </xsl:template>

  <xsl:template match="View">
    <xsl:text>        new(typeof(global::</xsl:text>
    <xsl:value-of select="@Type" />
    <xsl:text>), Key: "</xsl:text>
    <xsl:value-of select="@Key" />
    <xsl:text>", Columns:
        [
</xsl:text>
    <xsl:for-each select="Column">
      <xsl:value-of select="concat('            new(&quot;', @Label, '&quot;, ', number(concat('0', @Width)), ', ', @Align = 'Right', ', &quot;', @Cell, '&quot;, ')" />
      <xsl:choose>
        <xsl:when test="@Rank">
          <xsl:value-of select="@Rank" />
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="position() * 10" />
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@Short">
        <xsl:value-of select="concat(', &quot;', @Short, '&quot;')" />
      </xsl:if>
      <xsl:text>),
</xsl:text>
    </xsl:for-each>
    <xsl:text>        ])</xsl:text>
    <xsl:if test="@Depth or Alias or Code">
      <xsl:text> { </xsl:text>
      <xsl:if test="@Depth">
        <xsl:value-of select="concat('Depth = ', @Depth, ', ')" />
      </xsl:if>
      <xsl:if test="Alias">
        <xsl:text>Aliases = [</xsl:text>
        <xsl:for-each select="Alias">
          <xsl:value-of select="concat('new(&quot;', @Name, '&quot;, &quot;', @Of, '&quot;), ')" />
        </xsl:for-each>
        <xsl:text>], </xsl:text>
      </xsl:if>
      <xsl:if test="Code">
        <xsl:text>Code = [</xsl:text>
        <xsl:for-each select="Code">
          <xsl:value-of select="concat('new(&quot;', @Property, '&quot;, typeof(global::', @Class, ')), ')" />
        </xsl:for-each>
        <xsl:text>], </xsl:text>
      </xsl:if>
      <xsl:text>}</xsl:text>
    </xsl:if>
    <xsl:text>,
</xsl:text>
  </xsl:template>
</xsl:stylesheet>
